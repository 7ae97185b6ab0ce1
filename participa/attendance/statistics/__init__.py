"""Cifras de participación: cuántas personas se inscribieron, llegaron y de qué grupos, sin mostrar números pequeños."""

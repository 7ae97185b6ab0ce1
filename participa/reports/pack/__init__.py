"""El paquete de un espacio: todo lo público en un solo archivo, con un índice y la huella de cada pieza."""

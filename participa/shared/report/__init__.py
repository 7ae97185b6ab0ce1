"""One report, five outputs: the same blocks as a web page, PDF, DOCX, XLSX and CSV, with the same numbers."""

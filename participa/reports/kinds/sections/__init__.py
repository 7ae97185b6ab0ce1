"""Parts that several kinds of the year share. Each gives the blocks of one part from the figures it is handed."""

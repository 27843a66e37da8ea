"""What is wrong with a result, and what in the layers will go wrong: one module per kind of problem."""

"""Where the program meets what it cannot repeat by itself: its tools, its clock and chance."""

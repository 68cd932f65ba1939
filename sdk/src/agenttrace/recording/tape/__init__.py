"""What goes between the program and the world, as values: taken down while it runs, and given again in a replay."""

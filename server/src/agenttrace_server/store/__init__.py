"""Keep spans and answer questions about them, behind one contract."""

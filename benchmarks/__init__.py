"""What the engine costs, measured side by side; see README.md."""

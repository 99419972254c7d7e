"""What the plans say: documents in, plans of goals, actions, meters and sections out."""

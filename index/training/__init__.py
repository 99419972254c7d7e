"""Training of the bilingual sentence encoder; nothing here is needed to run the assistant."""

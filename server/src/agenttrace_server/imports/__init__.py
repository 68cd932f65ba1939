"""Turn what other tools have written down into OTLP spans, and send them to a server like anybody else would."""

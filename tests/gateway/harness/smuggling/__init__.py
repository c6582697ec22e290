"""Attacks on the framing of requests and answers, a file for each part of RFC 9112 they go for."""

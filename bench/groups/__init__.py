"""The groups of measurements. Each is a module with TITLE and run(place, rounds, seconds), which gives Markdown.

To add one: 1. its module here; 2. its name below, at the place where it shall run; 3. its marks in docs/performance.md.
"""

ORDER = ["plain", "policies", "jwt", "tls", "h2", "routes", "bodies", "memory", "mcp", "start", "instructions", "cel"]

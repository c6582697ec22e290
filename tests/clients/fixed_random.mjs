// Preloaded into the scripted provider, so that its answers are the same to the byte each time.
Math.random = () => 0.5

// A library must have a file (cmake/precompiled.cmake).

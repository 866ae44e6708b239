"""How dates are written where Django writes them itself, in its lists and on its pages."""

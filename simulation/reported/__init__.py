"""What six provinces reported, and what the model gives for it at the same definition, period and unit."""

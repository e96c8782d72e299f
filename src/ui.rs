//! One file a screen; draws from borrowed state and changes nothing.

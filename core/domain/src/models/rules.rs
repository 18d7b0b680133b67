//! What may be asked, in which order, and what follows when it fails.

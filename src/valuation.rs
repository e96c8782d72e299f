//! Cost layers: FIFO, moving average and standard.

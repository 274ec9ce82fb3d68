package screentest

// unreadKeys asks a terminal how many bytes wait in it to be read: FIONREAD of sys/filio.h.
const unreadKeys = 0x4004667f

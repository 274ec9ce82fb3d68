package screentest

import "golang.org/x/sys/unix"

// unreadKeys asks a terminal how many bytes wait in it to be read.
const unreadKeys = unix.TIOCINQ

package ui

// ReadAgain reads the files anew, as after a change of somebody else.
func (m *Model) ReadAgain() { m.readAgain() }

package filter

import "github.com/itchyny/gojq"

func guard(*gojq.Query) {}

func guards() []gojq.CompilerOption { return nil }

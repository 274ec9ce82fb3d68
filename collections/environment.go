package collections

// Environment is one file of env/: the same collection against another server.
type Environment struct {
	Name    string // the file's name without ".yaml"
	BaseURL string // the variable base_url
	Settings
	Secrets []SecretRef
}

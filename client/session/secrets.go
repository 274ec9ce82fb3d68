package session

import (
	"sync"

	"dowse/collections"
	"dowse/collections/redact"
	"dowse/collections/vars"
)

// secrets are the values of secret references. Each is asked for when a request is sent that takes it, and once: asking may run
// a command, or show the prompt of a keychain. Sends use them in the background.
type secrets struct {
	collection *collections.Collection // whose references they are: when its files are read again, all are asked for again
	resolve    func(collections.SecretRef) (vars.Secret, error)

	asking  sync.Mutex // one is asked for at a time
	mu      sync.Mutex
	answers map[collections.SecretRef]answer
}

// answer is what became of asking for a secret. One that failed is shown; whoever sends asks again.
type answer struct {
	secret vars.Secret
	err    error
}

// secretsNow are the secrets of the collection as its files were read last.
func (s *Session) secretsNow() *secrets {
	if s.secrets == nil || s.secrets.collection != s.Collection {
		s.secrets = &secrets{collection: s.Collection, resolve: s.Resolve, answers: map[collections.SecretRef]answer{}}
		if s.Resolve == nil {
			s.secrets.resolve = collections.SecretRef.Resolve
		}
	}
	return s.secrets
}

// answer is what is known of a secret; false: nobody asked for it yet.
func (s *secrets) answer(ref collections.SecretRef) (answer, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, ok := s.answers[ref]
	return a, ok
}

// ask gives the value of a secret, asking for it where that was not done.
func (s *secrets) ask(ref collections.SecretRef) (vars.Secret, error) {
	s.asking.Lock()
	defer s.asking.Unlock()
	if a, ok := s.answer(ref); ok && a.err == nil {
		return a.secret, nil
	}
	secret, err := s.resolve(ref)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[ref] = answer{secret, err}
	return secret, err
}

// look gives the value of a secret if it is known, and never asks: one that nobody asked for yet has a mask as its value.
func (s *secrets) look(ref collections.SecretRef) (vars.Secret, error) {
	if a, ok := s.answer(ref); ok {
		return a.secret, a.err
	}
	if err := ref.Readable(); err != nil {
		return vars.Secret{}, err
	}
	return vars.NewSecret(redact.Mask), nil
}

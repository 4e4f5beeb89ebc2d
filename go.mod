module github.com/tongxing/tongxing

go 1.26.0

require (
	github.com/alexedwards/argon2id v1.0.0
	golang.org/x/sync v0.24.0
	golang.org/x/text v0.43.0
)

require (
	golang.org/x/crypto v0.58.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
)

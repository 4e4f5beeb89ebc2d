package wire

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// negotiate chooses the media type of the answer by the request's Accept (RFC 9110, section 12.5.1): the one of higher
// quality; of two alike the one that is named more precisely, then the one that is named first. It fails when the
// client takes neither.
func negotiate(r *http.Request) (media string, ok bool) {
	values := r.Header.Values("Accept")
	if len(values) == 0 {
		return mediaJSON, true
	}
	accept := strings.Join(values, ",")
	old, modern := preferenceFor(accept, mediaJSON), preferenceFor(accept, mediaResponse)
	switch {
	case old.quality == 0 && modern.quality == 0:
		return "", false
	case modern.quality != old.quality:
		if modern.quality > old.quality {
			return mediaResponse, true
		}
	case modern.precision != old.precision:
		if modern.precision > old.precision {
			return mediaResponse, true
		}
	case modern.position < old.position:
		return mediaResponse, true
	}
	return mediaJSON, true
}

// accepts says whether the request's Accept names the media type.
func accepts(r *http.Request, media string) bool {
	p := preferenceFor(strings.Join(r.Header.Values("Accept"), ","), media)
	return p.quality > 0 && p.precision == 3
}

// preference is how much a client wants a media type.
type preference struct {
	quality   float64 // 0 = not at all, to 1
	precision int     // 3 = by its name, 2 = application/*, 1 = */*
	position  int     // where in Accept
}

// preferenceFor reads the preference of the most precise range that the media type is in. A range that cannot be read
// is left out, and so is one for another character set than UTF-8, which is the only one of JSON.
func preferenceFor(accept, media string) preference {
	var best preference
	for i, part := range strings.Split(accept, ",") {
		name, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		if c := params["charset"]; c != "" && !isUTF8(c) {
			continue
		}
		p := preference{quality: 1, position: i}
		kind, _, _ := strings.Cut(media, "/")
		switch name {
		case media:
			p.precision = 3
		case kind + "/*":
			p.precision = 2
		case "*/*":
			p.precision = 1
		}
		if q, given := params["q"]; given {
			if p.quality, err = strconv.ParseFloat(q, 64); err != nil || !(p.quality >= 0 && p.quality <= 1) {
				continue
			}
		}
		if p.precision > best.precision {
			best = p
		}
	}
	return best
}

func isUTF8(charset string) bool {
	return strings.EqualFold(charset, "utf-8") || strings.EqualFold(charset, "utf8")
}

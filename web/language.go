package web

import (
	"fmt"
	"net/http"
	"net/url"
)

// language is one that pages are in.
type language string

const (
	chinese language = "zh"
	english language = "en"
)

var languages = []language{chinese, english}

func (l language) other() language {
	if l == english {
		return chinese
	}
	return english
}

// Parameter and cookie that say which language is wanted.
const langName = "lang"

// language is the language of a request: the one its address asks for, which is
// then kept, else the one that was kept, else Chinese.
func (x *Explorer) language(w http.ResponseWriter, r *http.Request) language {
	if given := language(r.URL.Query().Get(langName)); given == chinese || given == english {
		http.SetCookie(w, &http.Cookie{Name: langName, Value: string(given), Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode})
		return given
	}
	if kept, err := r.Cookie(langName); err == nil && language(kept.Value) == english {
		return english
	}
	return chinese
}

// withLang is the address of a request in a language.
func withLang(r *http.Request, l language) string {
	values := r.URL.Query()
	values.Set(langName, string(l))
	return address(r.URL, values)
}

// address is the path of a request with other parameters. The path stays escaped
// as it came: "/%2Fexample.org" read and written anew would be another host.
func address(u *url.URL, values url.Values) string {
	return (&url.URL{Path: u.Path, RawPath: u.RawPath, RawQuery: values.Encode()}).String()
}

// word is a word of the pages in a language. Arguments are put into it as fmt does.
func word(l language, key string, args ...any) string {
	w, known := words[key]
	text := w.zh
	if l == english {
		text = w.en
	}
	if !known {
		panic("no word for " + key) // a test renders every page
	}
	if len(args) > 0 {
		return fmt.Sprintf(text, args...)
	}
	return text
}

package spreadsheet

import "testing"

func TestGuard(t *testing.T) {
	for cell, want := range map[string]string{
		"":                               "",
		"永嘉县":                            "永嘉县",
		"=cmd|' /C calc'!A0":             "'=cmd|' /C calc'!A0",
		"+1+cmd|' /C calc'!A0":           "'+1+cmd|' /C calc'!A0",
		"-2+3+cmd|' /C calc'!A0":         "'-2+3+cmd|' /C calc'!A0",
		"@SUM(1)":                        "'@SUM(1)",
		"＝1+1":                           "'＝1+1",
		"\t=1":                           "'\t=1",
		"\r=1":                           "'\r=1",
		"\n=1":                           "'\n=1",
		"-3.5":                           "-3.5",
		"+12":                            "+12",
		"-0.8%":                          "-0.8%",
		"-3.5.1":                         "'-3.5.1",
		"1=1":                            "1=1",
		"'=1":                            "'=1",
		"https://example.org/?a=1":       "https://example.org/?a=1",
		`=HYPERLINK("http://x","click")`: `'=HYPERLINK("http://x","click")`,
	} {
		if got := Guard(cell); got != want {
			t.Errorf("%q is guarded as %q, want %q", cell, got, want)
		}
	}
}

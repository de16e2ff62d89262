#!/bin/sh
# Builds the commit twice, in two folders and with two caches, and compares the digests:
#   deploy/release-check.sh [OS/ARCH ...]     (default: linux/amd64)
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- linux/amd64
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for try in one another/and/deeper; do
	git clone -q . "$work/$try/innograph"
	mkdir -p "$work/$try/innograph/web/dist"
	cp -a web/dist/. "$work/$try/innograph/web/dist/"
	GOCACHE="$work/cache-${#try}" "$work/$try/innograph/deploy/release.sh" "$work/$try/dist" "$@" >/dev/null
done
cat "$work/one/dist/SHA256SUMS"
if ! diff "$work/one/dist/SHA256SUMS" "$work/another/and/deeper/dist/SHA256SUMS"; then
	echo "release-check: the same commit makes different programs" >&2
	exit 1
fi
for program in "$work"/one/dist/innograph-linux-*; do
	case $program in
	*.json) ;;
	*) if file "$program" | grep -vq 'statically linked.*stripped'; then
		file "$program" >&2
		exit 1
	fi ;;
	esac
done
echo "release-check: twice the same"

#!/bin/sh
# Ask a searchqa server to look at its sources now.
#
#   ask-reindex.sh https://search.example.org/hooks/reindex < body.json
#
# SEARCHQA_HOOK_SECRET is the secret of the server. The body is whatever comes on standard input,
# be it nothing; it is signed as GitHub signs. Needs curl and python3. Ends with 0 when the server
# has taken the call.
set -eu

url=$1
body=$(mktemp)
trap 'rm -f "$body"' EXIT
cat > "$body"

# Not with openssl, whose key would stand in the list of processes.
signature=$(python3 -c '
import hashlib, hmac, os, sys
key = os.environ["SEARCHQA_HOOK_SECRET"].encode()
print(hmac.new(key, open(sys.argv[1], "rb").read(), hashlib.sha256).hexdigest())
' "$body")

curl --silent --show-error --fail-with-body --max-time 30 --retry 3 \
  --header "Content-Type: application/json" \
  --header "X-Hub-Signature-256: sha256=$signature" \
  --data-binary "@$body" "$url"

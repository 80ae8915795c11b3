#!/bin/sh
# Fetches the players named in package-lock.json and copies what pages and tests serve.
#   players.sh WORK_DIR ASSET_DIR TEST_ASSET_DIR
# Without npm it warns and leaves the folders empty: pages then play HLS where the browser itself can.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$1 assets=$2 test_assets=$3

if ! command -v npm >/dev/null 2>&1; then
    echo "[WARNING] npm is not installed: pages will have no hls.js and dash.js and play HLS only in browsers that can by themselves. Install npm (Debian: apt-get install npm) and build again." >&2
    exit 0
fi
stamp="$work/copied"
if [ -f "$stamp" ] && cmp -s "$stamp" "$here/package-lock.json" && [ -f "$assets/hls.mjs" ] && [ -f "$test_assets/shaka-player.js" ]; then
    exit 0
fi

mkdir -p "$work" "$assets" "$test_assets"
cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$work/"
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2)

# The source maps are not served, so the lines that point at them go.
copy() { sed '/^\/\/# sourceMappingURL=/d' "$work/node_modules/$1" >"$2"; }
copy hls.js/dist/hls.min.mjs "$assets/hls.mjs"
copy hls.js/dist/hls.worker.js "$assets/hls.worker.js"
copy hls.js/LICENSE "$assets/hls.js.LICENSE.txt"
copy dashjs/dist/modern/esm/dash.all.min.js "$assets/dash.mjs"
copy dashjs/LICENSE.md "$assets/dash.js.LICENSE.txt"
copy shaka-player/dist/shaka-player.compiled.js "$test_assets/shaka-player.js"
cp "$here/package-lock.json" "$stamp"
rm -rf "$work/node_modules"

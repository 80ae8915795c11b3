# Installs the browser driver and the players of the tests when the lock file asks for others than are there.
set -eu
stamp=node_modules/.anabranch-lock
if cmp -s package-lock.json "$stamp"; then
    exit 0
fi
if ! command -v npm >/dev/null 2>&1; then
    echo "npm is not installed: the browser tests will be skipped (install Node.js with npm)"
    exit 0
fi
npm ci --no-audit --no-fund
cp package-lock.json "$stamp"

# Read by the other scripts. Java reads arguments and file names by the locale, and in one without UTF-8
# (containers, cron, YARN) every other letter becomes U+FFFD: then there is to be one with it.
if [[ $(locale charmap 2>/dev/null || true) != UTF-8 ]]; then
  export LC_ALL=C.UTF-8
fi

# Read by other scripts: `read_secret FILE` prints the secret of a file that nobody else can read. Its texts are ASCII: LC_ALL=C.UTF-8 or any other.
read_secret() {
  local file=$1 mode value
  if [[ ! -f $file || ! -O $file ]]; then
    echo "Cannot read the secret $file: it must be a file of your own" >&2
    return 2
  fi
  mode=$(stat -L -c %a "$file")
  if [[ $mode != 600 && $mode != 400 ]]; then
    echo "Cannot use the secret $file: its mode is $mode (must be 600: chmod 600 $file)" >&2
    return 2
  fi
  value=$(<"$file")
  if [[ ! $value =~ ^[A-Za-z0-9+/=_.-]{16,}$ ]]; then
    echo "Cannot use the secret $file: it must be one line of 16 or more letters, digits and +/=_.- (openssl rand -hex 32)" >&2
    return 2
  fi
  printf '%s' "$value"
}

#!/bin/sh
# Takes one mail from a mail server, on disk before it says yes: sh pipe.sh --data FOLDER --channel NAME [--to ADDRESS] < message
#
# The same as pipe.py, in a quarter of the time: an interpreter of Python costs more to start than a mail to store. It knows no
# database; the worker sweeps the folder (channels/spool.py). Any failure exits 75 (EX_TEMPFAIL), so that the mail server keeps
# the mail. POSIX, with dd, mv and sync.

LC_ALL=C
umask 007
channel='' data=${SANDALI_DATA:-data} to=${ORIGINAL_RECIPIENT:-${RECIPIENT:-}} aside=''

later() {
  [ -z "$aside" ] || rm -f "$aside"
  printf 'sandali mail: %s\n' "$1" >&2
  exit 75
}
trap 'later "it was stopped."' HUP INT TERM

while [ $# -gt 0 ]; do
  case $1 in
    --channel=* | --data=* | --to=*) name=${1%%=*} value=${1#*=} ;;
    --channel | --data | --to) [ $# -gt 1 ] || later "$1 needs a value."; name=$1 value=$2; shift ;;
    *) later "$1 is not understood; it is: pipe.sh --channel NAME [--to ADDRESS] [--data FOLDER]" ;;
  esac
  case $name in --channel) channel=$value ;; --data) data=$value ;; --to) to=$value ;; esac
  shift
done

case $channel in '' | *[!a-zA-Z0-9_-]*) later "--channel must name a channel, as in --channel support" ;; esac
spool=$data/spool/$channel
[ -d "$spool/new" ] || later "there is no channel '$channel' here; look at --data (now '$data') or SANDALI_DATA"
[ ! -e "$data/spool/full" ] || later 'the disk is nearly full.'

# Of the address only what can stand in one: printable ASCII without spaces.
while :; do case $to in *[!!-~]*) to=${to%%[!!-~]*}${to#*[!!-~]} ;; *) break ;; esac; done
[ ${#to} -le 254 ] || to=''

# A name that no other mail has, also after the process number comes round: noclobber refuses one that stands.
IFS= read -r unique </proc/sys/kernel/random/uuid || unique=$(date +%s.%N) || later 'no name could be made for the file.'
aside=$spool/tmp/$$.$unique
set -C
printf 'sandali-mail 1 %s\n' "$to" >"$aside" || { aside=''; later 'the mail cannot be stored.'; }
set +C
ulimit -f 102400 # 50 MB in blocks of 512 bytes
dd bs=65536 conv=fsync 2>/dev/null >>"$aside" || later 'the mail cannot be stored: no room, or larger than 50 MB.'
{ IFS= read -r ours && { IFS= read -r line || [ -n "$line" ]; }; } <"$aside" || later 'there is no mail on standard input.'
mv "$aside" "$spool/new/$$.$unique" || later 'the mail cannot be stored.'
aside=''
sync "$spool/new" || later 'the mail cannot be stored.'

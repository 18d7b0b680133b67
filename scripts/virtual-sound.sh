#!/usr/bin/env bash
# Runs a command on a machine with a microphone of its own: a private PulseAudio, which is ALSA's
# default device and every program's server. Sound is put into the microphone by the program that
# PRAXIS_PLAY_INTO_MICROPHONE names: it takes a WAV file and ends when the file has been heard.
# Needs neither a sound card, nor a session, nor a network, and may be root.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: virtual-sound.sh COMMAND…" >&2; exit 2; }
for tool in pulseaudio pactl paplay; do
    command -v "$tool" >/dev/null || { echo "$tool is missing: scripts/need.sh test" >&2; exit 1; }
done

folder=$(mktemp -d /tmp/praxis-sound.XXXXXX)
server=
stop() {
    [ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

export PULSE_RUNTIME_PATH=$folder PULSE_STATE_PATH=$folder PULSE_COOKIE=$folder/cookie
export PULSE_SERVER=unix:$folder/native
export ALSA_CONFIG_PATH=$folder/alsa.conf
export PRAXIS_PLAY_INTO_MICROPHONE=$folder/play-into-microphone
cat >"$ALSA_CONFIG_PATH" <<'ALSA'
pcm.default { type pulse hint { show on description "Virtual microphone" } }
ctl.default { type pulse }
ALSA
# What is played to the loudspeaker `mouth` is what the microphone hears; `norewinds` lets it pass on
# sound every 50 ms, as a microphone does, and not every 2 s.
cat >"$folder/modules" <<PULSE
load-module module-native-protocol-unix auth-anonymous=1 auth-cookie-enabled=0 socket=$folder/native
load-module module-null-sink sink_name=mouth rate=48000 channels=2 norewinds=1
set-default-source mouth.monitor
PULSE
cat >"$PRAXIS_PLAY_INTO_MICROPHONE" <<'PLAY'
#!/bin/sh
exec paplay --device=mouth "$1"
PLAY
chmod +x "$PRAXIS_PLAY_INTO_MICROPHONE"

pulseaudio -n -F "$folder/modules" --daemonize=no --exit-idle-time=-1 --use-pid-file=no \
    --disable-shm --log-target=stderr --log-level=error >"$folder/log" 2>&1 &
server=$!
for _ in $(seq 100); do
    if pactl info >/dev/null 2>&1; then
        "$@" && exit 0 || exit $?
    fi
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
done
echo "The sound server did not start:" >&2
cat "$folder/log" >&2
exit 1

#!/bin/sh
# Installs what `npm test -- nightly` needs of Debian 12 or newer: the AWS CLI v2, rclone, a JDK and Maven, a C compiler, Wine.
# Go, Rust and Python come from elsewhere: Debian's are too old. Run it as root.
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install --yes --no-install-recommends awscli rclone default-jdk-headless maven gcc libc6-dev \
  wine wine64 binutils-mingw-w64-x86-64

#!/bin/sh
# Joins the stylesheets into one: trunk does not follow @import. Within a layer, a later file wins.
set -eu
cd "$(dirname "$0")"
mkdir -p ../target/style
cat layers.css tokens.css base.css access.css \
  button.css field.css avatar.css brand.css notice.css skeleton.css status.css presence.css menu.css dialog.css \
  groups.css message.css transcript.css composer.css people.css group_details.css \
  frame.css card.css boot.css print.css >../target/style/main.css

#!/usr/bin/env node
"use strict";
// What `npx kite` and `npm run kite` start. Any Node.js, however old, must be able to read this file.
require("../launcher/check-node.cjs");
void require("../launcher/launch.cjs").launch("cli/main.ts");

# From lines "before|after|probed RELEASE total failed slow": what the canary is. Shares are compared in percentage points.
$1 == "probed" { total[$1, $2] += $3; slow[$1, $2] += $5; next }
{ total[$1, $2] = $3; failed[$1, $2] = $4; slow[$1, $2] = $5 }
function percent(part, all) {
  return all > 0 ? 100 * part / all : 0
}
function share(part, release) {
  return percent(part["after", release] - part["before", release], total["after", release] - total["before", release])
}
function probes(release) {
  return percent(slow["probed", release], total["probed", release])
}
END {
  requests = total["after", "canary"] - total["before", "canary"]
  printf "%d requests; failed: %.2f %%, stable %.2f %%; over 250 ms: %.2f %%, stable %.2f %%; probes over 250 ms: " \
    "%.2f %%, stable %.2f %%: ", requests, share(failed, "canary"), share(failed, "stable"), share(slow, "canary"), \
    share(slow, "stable"), probes("canary"), probes("stable")
  if (share(failed, "canary") > share(failed, "stable") + max_failed) verdict = "bad"
  else if (share(slow, "canary") > share(slow, "stable") + max_slow) verdict = "bad"
  # One slow probe or two may be the way to the pod.
  else if (slow["probed", "canary"] > 2 && probes("canary") > probes("stable") + max_slow) verdict = "bad"
  else verdict = requests < min_requests ? "too few" : "good"
  print verdict
}

# From four lines, each "total failed slow" (stable and canary before, stable and canary after): what the canary is.
# Shares are compared in percentage points.
{ total[NR] = $1; failed[NR] = $2; slow[NR] = $3 }
function share(part, which) {
  return total[which + 2] > total[which] ? 100 * (part[which + 2] - part[which]) / (total[which + 2] - total[which]) : 0
}
END {
  requests = total[4] - total[2]
  printf "%d requests; failed: %.2f %%, stable %.2f %%; over 250 ms: %.2f %%, stable %.2f %%: ", \
    requests, share(failed, 2), share(failed, 1), share(slow, 2), share(slow, 1)
  if (share(failed, 2) > share(failed, 1) + max_failed || share(slow, 2) > share(slow, 1) + max_slow) verdict = "bad"
  else verdict = requests < min_requests ? "too few" : "good"
  print verdict
}

# From the lines of releases(): what runs, which of it is live, and the share of each pod where more than one release is.
{ line[NR] = $1 " " $2 ", " $4 " of " $3 " pods"; name[NR] = $1; pods[NR] = $3; all += $3 }
END {
  if (NR == 0) print "nothing runs"
  for (n = 1; n <= NR; n++) {
    role = pinned == "" ? "" : name[n] == pinned ? ", live" : ", idle"
    if (pinned == "" && NR > 1 && all > 0) role = sprintf(", %.0f %% of the traffic", 100 * pods[n] / all)
    printf "%s%s%s", line[n], role, n < NR ? "; " : "\n"
  }
}

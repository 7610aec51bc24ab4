# From the metrics of an app's pods: how many requests there were, how many failed, how many took over 250 ms.
/^(http_request|rpc_server)_duration_seconds_count\{/ {
  total += $NF
  if ($0 ~ /status="(5[0-9][0-9]|INTERNAL|UNKNOWN|UNAVAILABLE|DEADLINE_EXCEEDED|DATA_LOSS)"/) failed += $NF
}
/^(http_request|rpc_server)_duration_seconds_bucket\{/ && /le="0.25"/ { fast += $NF }
END { print total + 0, failed + 0, total - fast }

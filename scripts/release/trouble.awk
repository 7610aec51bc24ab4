# From a line for each pod (its name, why its container waits, why it has no node): the first error, after the pod's name.
BEGIN { FS = "\t" }
$2 != "" && $2 != "ContainerCreating" && $2 != "PodInitializing" { print $1 ": " $2 ": " $3; exit }
$4 == "Unschedulable" { print $1 ": " $4 ": " $5; exit }

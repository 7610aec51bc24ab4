# Of a stream of manifests, the documents of one kind.
function flush() {
  if (text ~ "\nkind: " kind "\n") print "---" text
  text = "\n"
}
BEGIN { text = "\n" }
/^---$/ { flush(); next }
{ text = text $0 "\n" }
END { flush() }

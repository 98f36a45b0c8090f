def platform = System.getProperty("os.name") + " " + System.getProperty("os.arch")
if (platform != "Linux amd64") {
  System.out.println "[WARNING] SKIPPED: Maven resolves interpreters for Linux on x86-64 only, this is ${platform}"
  return false
}
return true

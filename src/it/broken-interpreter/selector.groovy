if (System.getProperty("os.name").startsWith("Windows")) {
  System.out.println "[WARNING] SKIPPED: the interpreters of this test are shell scripts"
  return false
}
return true

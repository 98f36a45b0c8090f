import io.github.pyb.testing.Certificate
import io.github.pyb.testing.IndexServer
import io.github.pyb.testing.ProxyDouble
import io.github.pyb.testing.SecretHunt
import io.github.pyb.testing.TestBackend
import io.github.pyb.testing.Trees
import io.github.pyb.testing.WheelFile
import org.sonatype.plexus.components.cipher.DefaultPlexusCipher

def base = basedir.toPath()
TestBackend.into(base, "requires = ['corp-tool']", "build-backend = 'test_backend'", "backend-path = ['backend']")
def inner = base.resolve("wheels-inner")
def outer = base.resolve("wheels-outer")
new WheelFile("corp_tool", "1.0").requiring("part").writeInto(inner)
new WheelFile("part", "2.0").writeInto(outer)
new WheelFile("corp_tool", "99.0").writeInto(outer)

// A certificate that only the JVM of this test trusts.
def tls = Certificate.in(base).context()

// Made up each time, so that this script is not where they are found.
def canary = { "Canary-" + UUID.randomUUID() }
def secrets = [corp: canary() + "/ p@ss:wörd%25#", wrong: canary(), mirror: canary() + "<&>", proxy: canary() + ": x"]
def hunt = new SecretHunt()
secrets.each { user, password -> hunt.after(user == "wrong" ? "corp" : user, password) }
def corp = IndexServer.of(inner, tls).wanting("corp", secrets.corp).observedBy(hunt.&inProcesses)
def mirror = IndexServer.of(outer).wantingHeader("Private-Token", secrets.mirror).observedBy(hunt.&inProcesses)
def proxy = new ProxyDouble().wanting("proxy", secrets.proxy)
context.putAll([secrets: secrets, hunt: hunt, corp: corp, mirror: mirror, proxy: proxy])

// Beside the project, as a user's settings are; else they would be among the sources.
def home = base.resolveSibling("index-from-settings-home")
def cipher = new DefaultPlexusCipher()
Trees.write(home.resolve("security.xml"),
    "<settingsSecurity><master>${cipher.encryptAndDecorate("master of the test", "settings.security")}</master></settingsSecurity>".toString())
def encrypted = { String text -> cipher.encryptAndDecorate(text, "master of the test") }
def xml = { String text -> groovy.xml.XmlUtil.escapeXml(text) }
// By its number the mirror is an exception from the proxy, by its name it would not be.
def mirrorUrl = mirror.simple().toString().replace("localhost", "127.0.0.1")
def settings = { String password ->
  """\
<settings>
  <servers>
    <server><id>corp</id><username>corp</username><password>${encrypted(password)}</password></server>
    <server>
      <id>python-mirror</id>
      <configuration>
        <httpHeaders>
          <property><name>Private-Token</name><value>${xml(secrets.mirror)}</value></property>
        </httpHeaders>
      </configuration>
    </server>
  </servers>
  <mirrors>
    <mirror><id>python-mirror</id><mirrorOf>pypi</mirrorOf><url>${mirrorUrl}</url></mirror>
  </mirrors>
  <proxies>
    <proxy>
      <id>way-out</id><active>true</active><protocol>http</protocol><host>localhost</host><port>${proxy.port()}</port>
      <username>proxy</username><password>${encrypted(secrets.proxy)}</password>
      <nonProxyHosts>*.internal.example|127.*</nonProxyHosts>
    </proxy>
  </proxies>
  <profiles>
    <profile><id>ports</id><properties><corp.index>${corp.simple()}</corp.index></properties></profile>
  </profiles>
  <activeProfiles><activeProfile>ports</activeProfile></activeProfiles>
</settings>
""".toString()
}
Trees.write(home.resolve("corp.xml"), settings(secrets.corp))
Trees.write(home.resolve("wrong.xml"), settings(secrets.wrong))
return true

import Glibc
import Protocols
import Testing

@testable import Lambda

@Suite struct ZipArchiveTests {
  private func entry(_ name: String, _ text: String = "x", mode: UInt32 = 0o100644, deflated: Bool = true)
    -> ZipFile.Entry
  { ZipFile.Entry(name: name, contents: Array(text.utf8), mode: mode, isDeflated: deflated) }

  @Test func readsStoredAndDeflatedEntries() throws {
    let long = String(repeating: "abc", count: 5000)
    let archive = try ZipArchive(
      ZipFile(entries: [
        entry("a.py", long), entry("sub/", "", deflated: false), entry("./sub/b.txt", "stored", deflated: false),
        entry("empty", ""),
      ]).bytes)
    #expect(archive.entries.map(\.path) == ["a.py", "sub", "sub/b.txt", "empty"])
    #expect(archive.entries.map(\.kind) == [.file, .folder, .file, .file])
    #expect(try archive.contents(of: archive.entries[0]) == Array(long.utf8))
    #expect(try archive.contents(of: archive.entries[2]) == Array("stored".utf8))
    #expect(try archive.contents(of: archive.entries[3]) == [])
  }

  @Test(arguments: ["../evil", "/etc/passwd", "a/../../evil", "..\\evil"])
  func refusesNamesThatLeaveTheFolder(_ name: String) {
    #expect(throws: ZipArchive.Invalid.self) { try ZipArchive(ZipFile(entries: [entry(name)]).bytes) }
  }

  @Test func refusesAWrongChecksum() throws {
    var bad = entry("a")
    bad.checksum = 1
    let archive = try ZipArchive(ZipFile(entries: [bad]).bytes)
    #expect(throws: ZipArchive.Invalid.self) { try archive.contents(of: archive.entries[0]) }
  }

  /// Whatever is cut or changed, the reader answers; it never reads past the end.
  @Test func survivesEveryCutAndFlip() {
    let good = ZipFile(entries: [entry("a.py", "hello hello hello"), entry("b", "stored", deflated: false)]).bytes
    func read(_ bytes: [UInt8]) {
      guard let archive = try? ZipArchive(bytes) else { return }
      for entry in archive.entries where entry.size < 1 << 20 { _ = try? archive.contents(of: entry) }
    }
    for cut in 0..<good.count { read(Array(good[..<cut])) }
    for index in good.indices {
      for bit in [UInt8(1), 0x80] {
        var bytes = good
        bytes[index] ^= bit
        read(bytes)
      }
    }
  }

  @Test func unpacksWithModesAndLinksThatStayInside() throws {
    let store = try CodeStore(dataFolder: nil)
    defer { store.close() }
    let zip = ZipFile(entries: [
      entry("bootstrap", "#!/bin/sh", mode: 0o100755), entry("lib/x.txt", "x"),
      entry("link", "lib/x.txt", mode: 0o120777, deflated: false),
    ]).bytes
    let code = try store.add(zip, id: "code-1")
    #expect(code == .zip(id: "code-1", sha256: Base64.encode(SHA256.hash(zip)), size: zip.count))
    let folder = store.folder(of: "code-1")
    #expect(access(folder + "/bootstrap", X_OK) == 0)
    #expect(access(folder + "/lib/x.txt", X_OK) != 0 || getuid() == 0)
    #expect(access(folder + "/link", R_OK) == 0)
    store.remove("code-1")
    #expect(access(folder, F_OK) != 0)
  }

  @Test(arguments: ["/etc/passwd", "../../x", "a/../../x", ""])
  func refusesLinksThatLeaveTheFolder(_ target: String) {
    #expect(!CodeStore.staysInside(target, depth: 0))
    do throws(AWSError) {
      let store = try CodeStore(dataFolder: nil)
      defer { store.close() }
      _ = try store.add(
        ZipFile(entries: [entry("l", target, mode: 0o120777, deflated: false)]).bytes, id: "code-2")
      Issue.record("unpacked")
    } catch {
      #expect(error.code == "InvalidParameterValueException")
    }
  }
}

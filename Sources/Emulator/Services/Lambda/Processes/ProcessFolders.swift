import CProcess
import Glibc

/// The folders that a process alone sees, where the kernel grants it mounts of its own (to root, or in a user namespace).
///
/// `TMPDIR` names one for temporary files, which is there as long as the process, warm invocations included. Mounted, it is
/// a file system as large as the function's ephemeral storage, and a write past it fails with ENOSPC as in Lambda; else a
/// plain folder, and each file is limited to that size (EFBIG), their sum is not
/// (https://docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html).
///
/// `/opt` shows the function's layers above what the machine has there; without mounts they are search paths alone
/// (https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html).
struct ProcessFolders: Sendable {
  var temporary: String
  /// MiB of temporary files.
  var size: Int
  /// The last one first.
  var layers: [String]
  /// What is run: it must not vanish behind the layers.
  var program: String

  enum Kind: Int32, Sendable { case limitedFiles, mount, mountInUserNamespace }

  /// The best that the kernel grants. Forks; the temporary folder must be there.
  func bestKind() -> Kind {
    for kind in [Kind.mount, .mountInUserNamespace] {
      let isGranted = with(kind) { cauce_grants_storage($0) > 0 }
      if isGranted { return kind }
    }
    return .limitedFiles
  }

  /// Whether the layers are at `/opt`. Forks.
  func showsLayers(_ kind: Kind) -> Bool {
    kind != .limitedFiles && options != nil && with(kind) { cauce_grants_storage($0) == 2 }
  }

  func make() { mkdir(temporary, 0o700) }

  /// What was mounted went with the process.
  func remove(_ kind: Kind) {
    if kind != .limitedFiles, rmdir(temporary) == 0 { return }
    let path = temporary
    BlockingThread.start { FolderTree.remove(path) }
  }

  /// Of the mount on `/opt`; nil without layers, and for paths that cannot stand there.
  private var options: String? {
    if layers.isEmpty || layers.contains(where: { $0.utf8.contains { ":,\\".utf8.contains($0) } }) { return nil }
    let text = "lowerdir=" + (layers + ["/opt"]).joined(separator: ":")
    return text.utf8.count < 4000 ? text : nil
  }

  /// `mounts` and `users` are the descriptors of namespaces that are joined instead of made; −1 for none.
  func with<R>(
    _ kind: Kind, mounts: Int32 = -1, users: Int32 = -1, _ body: (UnsafePointer<cauce_storage>) -> R
  ) -> R {
    let texts = [
      temporary, "size=\(size)m,mode=0700", "\(geteuid()) \(geteuid()) 1", "\(getegid()) \(getegid()) 1", program,
      options,
    ].map { $0.flatMap { strdup($0) } }
    defer { for text in texts { free(text) } }
    var storage = cauce_storage(
      kind: kind.rawValue, folder: texts[0], options: texts[1], users: texts[2], groups: texts[3], program: texts[4],
      layers: texts[5], limit: UInt64(size) << 20, join_mounts: mounts, join_users: users)
    return withUnsafePointer(to: &storage, body)
  }
}

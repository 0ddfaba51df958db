import CProcess
import Glibc

/// A process's own folder for temporary files, which its `TMPDIR` names: it is there as long as the process, warm
/// invocations included, and holds as much as the function's ephemeral storage
/// (https://docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html).
///
/// Where the kernel grants a mount of its own (to root, or in a user namespace), it is a file system of that size, and a
/// write past it fails with ENOSPC as in Lambda. Elsewhere each file is limited to that size (EFBIG), their sum is not.
struct TemporaryFolder: Sendable {
  var path: String
  /// MiB
  var size: Int

  enum Kind: Int32, Sendable { case limitedFiles, mount, mountInUserNamespace }

  /// The best that the kernel grants. Forks; the folder must be there.
  func bestKind() -> Kind {
    for kind in [Kind.mount, .mountInUserNamespace] {
      let isGranted = withStorage(kind) { cauce_grants_storage($0) != 0 }
      if isGranted { return kind }
    }
    return .limitedFiles
  }

  func make() { mkdir(path, 0o700) }

  /// What was mounted on it went with the process.
  func remove(_ kind: Kind) {
    if kind != .limitedFiles, rmdir(path) == 0 { return }
    let path = path
    BlockingThread.start { FolderTree.remove(path) }
  }

  func withStorage<R>(_ kind: Kind, _ body: (UnsafePointer<cauce_storage>) -> R) -> R {
    path.withCString { path in
      "size=\(size)m,mode=0700".withCString { options in
        "\(geteuid()) \(geteuid()) 1".withCString { users in
          "\(getegid()) \(getegid()) 1".withCString { groups in
            var storage = cauce_storage(
              kind: kind.rawValue, folder: path, options: options, users: users, groups: groups,
              limit: UInt64(size) << 20)
            return withUnsafePointer(to: &storage, body)
          }
        }
      }
    }
  }
}

#include "app/cli/token_keygen.h"

#include <filesystem>

#include "app/cli/token_files.h"
#include "jose/keygen.h"

namespace jg::app::cli {
namespace {

namespace fs = std::filesystem;

Result<jose::Algorithm> read_algorithm(const std::string& name) {
  if (const auto algorithm = jose::find_algorithm(name)) return *algorithm;
  jose::AlgorithmSet all;
  for (std::size_t i = 0; i < jose::kAlgorithmCount; ++i)
    all.insert(static_cast<jose::Algorithm>(i));
  return fail(Blame::config, "jwt.algorithm", name + " is no algorithm; there are: " + all.names());
}

Result<void> make_folder(const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) return file_fault(folder.string(), failed.message());
  return {};
}

}  // namespace

Result<std::string> run_keygen(const KeygenOptions& options) {
  const auto algorithm = read_algorithm(options.algorithm);
  if (!algorithm) return std::unexpected(algorithm.error());
  const auto key = jose::generate_key(
      {.algorithm = *algorithm, .rsa_bits = options.rsa_bits, .kid = options.kid});
  if (!key) return std::unexpected(key.error());

  const fs::path folder = options.folder;
  if (auto made = make_folder(folder); !made) return std::unexpected(made.error());
  const std::string private_file = (folder / "private.jwk").string();
  const std::string public_file = (folder / "jwks.json").string();
  const bool symmetric = jose::facts(*algorithm).family == jose::Family::hmac;
  const Overwrite overwrite = options.force ? Overwrite::yes : Overwrite::no;
  if (!options.force && fs::exists(public_file)) return file_exists(public_file);
  if (auto written = write_file(private_file, key->private_jwk.reveal(), Readers::owner, overwrite);
      !written)
    return std::unexpected(written.error());
  // The set of a shared secret holds the secret.
  const Readers readers = symmetric ? Readers::owner : Readers::everyone;
  if (auto written = write_file(public_file, key->key_set.reveal(), readers, overwrite); !written)
    return std::unexpected(written.error());

  std::string told = "key id       " + key->kid + "\nprivate key  " + private_file +
                     "\nkey set      " + public_file + '\n';
  if (symmetric) told += "The key set holds the secret itself: keep both files private.\n";
  return told;
}

}  // namespace jg::app::cli

# What every target shares: the language, the warnings, the third-party
# packages, and the functions that declare a library, a program and a test.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Protobuf REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(Boost 1.81 CONFIG REQUIRED)
find_package(fmt CONFIG REQUIRED)
find_package(spdlog CONFIG REQUIRED)
find_package(nlohmann_json CONFIG REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED)
find_package(GTest CONFIG REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(PQXX REQUIRED IMPORTED_TARGET libpqxx)
pkg_check_modules(ARGON2 REQUIRED IMPORTED_TARGET libargon2)

# Compile options of our own code; generated code is exempt.
add_library(nexus_options INTERFACE)
target_compile_options(nexus_options INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wno-missing-field-initializers)
target_compile_definitions(nexus_options INTERFACE
  BOOST_ASIO_NO_DEPRECATED BOOST_BEAST_USE_STD_STRING_VIEW)
target_include_directories(nexus_options INTERFACE ${PROJECT_SOURCE_DIR})

# nexus_library(NAME SOURCES a.cc ... [LINK targets...])
function(nexus_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  add_dependencies(${name} nexus_protos)
  target_link_libraries(${name} PUBLIC nexus_options nexus_proto_headers ${ARG_LINK})
endfunction()

# nexus_binary(NAME SOURCES main.cc ... [LINK targets...]): a program in build/<preset>/bin.
function(nexus_binary name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE nexus_options nexus_protos ${ARG_LINK})
endfunction()

# nexus_test(NAME SOURCES a_test.cc ... [LINK targets...] [LABEL unit|store|contract|e2e|fault] [TIMEOUT s])
function(nexus_test name)
  cmake_parse_arguments(ARG "" "LABEL;TIMEOUT" "SOURCES;LINK" ${ARGN})
  if(NOT ARG_LABEL)
    set(ARG_LABEL unit)
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE nexus_options nexus_protos ${ARG_LINK} nexus_testing GTest::gmock GTest::gtest_main)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT})
endfunction()

# nexus_migrations(TARGET MODULE DIRECTORY FUNCTION): embeds DIRECTORY/NNNN_name.sql
# into TARGET as `db::Migrations FUNCTION()`; FUNCTION is a full name such as
# nexus::billing::OwnMigrations, which a header of TARGET declares.
function(nexus_migrations target module directory function)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${directory}/*.sql)
  list(SORT files)
  string(REGEX REPLACE "::[^:]+$" "" namespace ${function})
  string(REGEX REPLACE "^.*::" "" name ${function})
  set(code "#include \"libs/db/migration.h\"\n\nnamespace ${namespace} {\n\nnexus::db::Migrations ${name}();\n\nnexus::db::Migrations ${name}() {\n  return {\n")
  foreach(file ${files})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    get_filename_component(stem ${file} NAME_WE)
    string(REGEX MATCH "^[0-9]+" number ${stem})
    string(REGEX REPLACE "^0+" "" version ${number})
    file(READ ${file} sql)
    string(APPEND code "      {\"${module}\", ${version}, \"${stem}\", R\"nexussql(${sql})nexussql\"},\n")
  endforeach()
  string(APPEND code "  };\n}\n\n}  // namespace ${namespace}\n")
  file(GENERATE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${module}_migrations.cc CONTENT "${code}")
  target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${module}_migrations.cc)
endfunction()

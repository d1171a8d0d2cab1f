# The pages. What they are made with is not needed to build the library.
find_program(DOXYGEN_PROGRAM doxygen)
find_program(ASCIIDOCTOR_PROGRAM asciidoctor)
find_program(RUBY_PROGRAM ruby)
set(missing)
if(DOXYGEN_PROGRAM)
    execute_process(
        COMMAND ${DOXYGEN_PROGRAM} --version
        OUTPUT_VARIABLE doxygen_version)
endif()
# Older ones do not know concepts.
if(NOT DOXYGEN_PROGRAM OR doxygen_version VERSION_LESS 1.9.4)
    list(APPEND missing "doxygen 1.9.4 or newer")
endif()
if(NOT ASCIIDOCTOR_PROGRAM)
    list(APPEND missing asciidoctor)
endif()
if(RUBY_PROGRAM)
    execute_process(
        COMMAND ${RUBY_PROGRAM} -rrouge -e ""
        RESULT_VARIABLE no_rouge OUTPUT_QUIET ERROR_QUIET)
endif()
if(NOT RUBY_PROGRAM OR no_rouge)
    list(APPEND missing "rouge, for Ruby")
endif()
if(missing)
    string(REPLACE ";" ", " missing "${missing}")
    message(WARNING "The pages of the documentation are not built: there is no "
                    "${missing}. cmake/install-dependencies.sh test installs "
                    "them where there is apt.")
    return()
endif()

set(here ${CMAKE_CURRENT_SOURCE_DIR})
set(tool ${here}/tool)
set(doxygen_dir ${CMAKE_CURRENT_BINARY_DIR}/doxygen)
set(reference_dir ${CMAKE_CURRENT_BINARY_DIR}/reference)
set(house_dir ${CMAKE_CURRENT_BINARY_DIR}/house)
set(raw_dir ${CMAKE_CURRENT_BINARY_DIR}/raw)
set(html_dir ${CMAKE_CURRENT_BINARY_DIR}/html)
set(stamp ${CMAKE_CURRENT_BINARY_DIR}/doc.stamp)
configure_file(Doxyfile.in Doxyfile @ONLY)

file(GLOB inputs CONFIGURE_DEPENDS
     ${PROJECT_SOURCE_DIR}/include/boost/asyncio/*.hpp
     ${PROJECT_SOURCE_DIR}/include/boost/asyncio/impl/*.?pp
     ${PROJECT_SOURCE_DIR}/include/boost/asyncio/detail/*/*.hpp
     ${PROJECT_SOURCE_DIR}/include/boost/asyncio/detail/*/impl/*.?pp
     ${PROJECT_SOURCE_DIR}/test/headers/floors.py
     ${here}/pages/* ${here}/snippets/* ${here}/tool/*
     ${PROJECT_SOURCE_DIR}/example/*.cpp
     ${PROJECT_SOURCE_DIR}/example/*/*.cpp)
file(GLOB pages CONFIGURE_DEPENDS ${here}/pages/*.adoc)
set(asciidoctor
    ${ASCIIDOCTOR_PROGRAM} --failure-level=WARN --embedded -a showtitle
    -a source-highlighter=rouge -a rouge-css=class -a idprefix -a idseparator=-
    -a sectanchors -a toc! -a example-caption! -a table-caption!)

add_custom_command(
    OUTPUT ${stamp}
    COMMAND ${Python3_EXECUTABLE} ${tool}/check_pages.py
            --pages ${here}/pages --nav ${here}/nav.txt
            --include ${PROJECT_SOURCE_DIR}/include
            --code ${here}/snippets ${PROJECT_SOURCE_DIR}/example
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${doxygen_dir} ${raw_dir}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${doxygen_dir}
    COMMAND ${DOXYGEN_PROGRAM} ${CMAKE_CURRENT_BINARY_DIR}/Doxyfile
    COMMAND ${Python3_EXECUTABLE} ${tool}/reference.py
            --xml ${doxygen_dir}/xml --include ${PROJECT_SOURCE_DIR}/include
            --topics ${here}/reference.txt
            --snippets ${here}/snippets ${PROJECT_SOURCE_DIR}/example
            --out ${reference_dir}
    COMMAND ${Python3_EXECUTABLE} ${tool}/house.py
            --include ${PROJECT_SOURCE_DIR}/include
            --floors ${here}/floors.txt --out ${house_dir}
    COMMAND ${asciidoctor} -a house=${house_dir} -D ${raw_dir} ${pages}
    COMMAND ${asciidoctor} -D ${raw_dir}/reference "${reference_dir}/*.adoc"
    COMMAND ${Python3_EXECUTABLE} ${tool}/site.py
            --raw ${raw_dir} --nav ${here}/nav.txt
            --names ${reference_dir}/names.json --tool ${tool} --out ${html_dir}
    COMMAND ${Python3_EXECUTABLE} ${tool}/check_site.py ${html_dir}
    COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
    DEPENDS ${inputs} ${here}/nav.txt ${here}/reference.txt
            ${here}/floors.txt ${here}/rooms.txt
            ${CMAKE_CURRENT_BINARY_DIR}/Doxyfile
    COMMENT "Building the documentation"
    VERBATIM)
add_custom_target(doc ALL DEPENDS ${stamp})

install(
    DIRECTORY ${html_dir}/
    DESTINATION ${CMAKE_INSTALL_DOCDIR}/html
    OPTIONAL)

# That the checks find what is wrong: a test for each method of test_checks.py.
if(BUILD_TESTING)
    file(STRINGS ${here}/test/test_checks.py cases REGEX "def test_")
    set_property(
        DIRECTORY APPEND PROPERTY
        CMAKE_CONFIGURE_DEPENDS ${here}/test/test_checks.py)
    foreach(case IN LISTS cases)
        string(REGEX REPLACE ".*def test_([a-z_]*).*" "\\1" case ${case})
        add_test(
            NAME doc/check/${case}
            COMMAND ${Python3_EXECUTABLE} -B -m unittest
                    test_checks.Checks.test_${case}
            WORKING_DIRECTORY ${here}/test)
        set_tests_properties(
            doc/check/${case} PROPERTIES
            LABELS doc TIMEOUT 120
            ENVIRONMENT "DOXYFILE=${CMAKE_CURRENT_BINARY_DIR}/Doxyfile")
    endforeach()
endif()

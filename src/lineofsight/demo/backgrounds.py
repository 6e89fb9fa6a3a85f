"""Invented people need names: lists of given and family names by background, with the language spoken at home.

The lists are our own. A name here stands for no real person; given and family names are put together by chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Background:
    """Names that go together. weight: people in a hundred; languages: name and how many in ten speak it at home."""

    weight: int
    races: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]
    family_names: tuple[str, ...]
    languages: tuple[tuple[str, int], ...] = (("English", 10),)


def _list(names: str) -> tuple[str, ...]:
    return tuple(names.split())


BACKGROUNDS = (
    Background(
        weight=33,
        races=("white",),
        women=_list(
            "Abigail Alice Amber Amy Anna April Ashley Bethany Brenda Bridget Brooke Caitlin Carrie Chelsea Claire "
            "Courtney Crystal Dawn Deborah Eleanor Emily Erin Eva Faith Gail Hannah Heather Holly Jenna Jill Joanna "
            "Julie Kara Kathleen Kelsey Laura Leah Lily Lindsay Lucy Mackenzie Megan Molly Nora Paige Rachel Rebecca "
            "Riley Sadie Samantha Sarah Shelby Sophie Stacy Summer Tara Tessa Violet Wendy Zoe"
        ),
        men=_list(
            "Adam Aiden Alan Andrew Austin Blake Bradley Brian Caleb Carl Chad Charlie Cody Connor Curtis Dale Daniel "
            "Derek Dylan Eli Ethan Evan Garrett George Grant Henry Ian Jack Jacob Jason Jesse Joel Josh Justin Keith "
            "Kyle Landon Liam Logan Lucas Mason Max Nathan Noah Owen Patrick Paul Peter Philip Robert Ross Ryan Scott "
            "Sean Seth Spencer Tanner Todd Travis Trevor Tyler Wesley Wyatt Zachary"
        ),
        family_names=_list(
            "Alderman Ashworth Baker Barlow Becker Bennett Birch Blackwood Boyle Brandt Brennan Briggs Burke Callahan "
            "Carver Chandler Clarke Collier Conway Cooper Crane Dalton Decker Dempsey Doyle Draper Dunn Eaton Ellis "
            "Farrell Fischer Fletcher Foley Frost Garner Gentry Gibbs Hadley Hale Harper Hart Hayes Heller Hobbs Holt "
            "Hubbard Keller Kerr Kowalski Lang Larkin Lindgren Lowell Mercer Meyer Moran Nash Novak Oakley Olsen Page "
            "Palmer Parrish Pike Porter Quinn Ramsey Reed Rhodes Schultz Sherwood Snyder Stroud Sutton Tate Thayer "
            "Tucker Vaughn Wagner Walsh Webb Weber Whitaker Wilkes Winslow Yates"
        ),
    ),
    Background(
        weight=25,
        races=("black",),
        women=_list(
            "Aaliyah Alicia Aniya Bria Camille Candace Chanel Ciara Danielle Denise Destiny Ebony Essence Gabrielle "
            "Imara India Janae Jasmine Jada Keisha Kendra Kiara Kimani Lakeisha Latoya Latrice Loretta Makayla Monique "
            "Nia Nicole Octavia Patrice Raven Renee Shanice Sharon Simone Tamara Tanisha Tiana Tonya Vanessa Yolanda"
        ),
        men=_list(
            "Andre Anthony Antoine Byron Calvin Cedric Corey Damon Darius Darnell Demetrius Derrick Desmond Devon "
            "Dominic Elijah Emmanuel Isaiah Isaac Jalen Jamal Jerome Jordan Julian Kendrick Kevin Lamar Leon Malachi "
            "Malik Marcus Marvin Maurice Micah Nathaniel Omari Quentin Reggie Rodney Terrence Trey Tyrone Xavier"
        ),
        family_names=_list(
            "Adams Alston Banks Battle Bell Blakely Booker Boone Bradford Briscoe Broadnax Bryant Byrd Caldwell Carter "
            "Chisholm Coleman Dawson Dixon Easley Edwards Ellison Fields Franklin Gaines Gilliam Glover Goodwin Graves "
            "Hairston Hampton Hardy Hawkins Hines Holloway Ingram Jeffers Joyner Langston Lassiter McCoy McNeil "
            "Mayfield Moseley Mosby Norwood Oliver Peoples Pettway Pierce Pryor Randall Rollins Sampson Singletary "
            "Spruill Stokes Sykes Thornton Tolman Townsend Vance Waller Warren Weeks Whitfield Whitley Witherspoon"
        ),
    ),
    Background(
        weight=27,
        races=("hispanic",),
        women=_list(
            "Adriana Alejandra Alma Ana Andrea Araceli Beatriz Brenda Camila Carmen Carolina Catalina Claudia Cristina "
            "Daniela Diana Elena Esperanza Estela Fernanda Gabriela Graciela Guadalupe Inés Isabel Jimena Josefina "
            "Karla Leticia Lucía Luz Marcela Mariana Maribel Marisol Marta Mercedes Mónica Natalia Paola Pilar Rocío "
            "Rosario Silvia Sofía Teresa Valeria Verónica Xiomara Yesenia"
        ),
        men=_list(
            "Adrián Alberto Alejandro Alfredo Andrés Ángel Arturo César Cristian Diego Eduardo Emilio Enrique Ernesto "
            "Esteban Felipe Fernando Francisco Gabriel Gerardo Guillermo Gustavo Héctor Hugo Ignacio Iván Javier Jesús "
            "Joaquín Jorge José Juan Julio Leonel Luis Manuel Mateo Miguel Óscar Pablo Rafael Ramón Raúl Ricardo "
            "Roberto Rodrigo Santiago Sergio Tomás Víctor"
        ),
        family_names=_list(
            "Acosta Aguilar Alvarado Aranda Arroyo Ávila Barrera Beltrán Bermúdez Cabrera Calderón Camacho Campos "
            "Cárdenas Carrillo Castillo Cervantes Chávez Contreras Cordero Corrales Cruz Delgadillo Duarte Escobar "
            "Espinoza Estrada Figueroa Fuentes Galindo Gallegos Godínez Guerrero Guzmán Herrera Ibarra Juárez Lara "
            "Ledesma Lozano Luna Maldonado Márquez Medina Mejía Méndez Montoya Morales Munguía Navarro Núñez Ochoa "
            "Orozco Ortega Pacheco Palacios Peña Quintero Rangel Robles Rosales Salazar Salinas Sandoval Serrano "
            "Solís Tapia Trejo Trujillo Valdez Vargas Vega Villareal Zamora Zavala"
        ),
        languages=(("Spanish", 5), ("English", 5)),
    ),
    Background(
        weight=4,
        races=("asian",),
        women=_list("Anh Chi Hoa Kim Lan Linh Mai My Ngoc Phuong Quynh Thao Thu Trang Tuyet Vy Yen"),
        men=_list("An Bao Binh Dung Duc Hai Hieu Hung Khoa Long Minh Nam Phuc Quang Son Thanh Tuan Vinh"),
        family_names=_list(
            "Bui Cao Dang Dao Dinh Doan Duong Ha Ho Huynh Lam Luong Mac Ngo Phan Quach Ta Thai Trinh Vo"
        ),
        languages=(("Vietnamese", 7), ("English", 3)),
    ),
    Background(
        weight=3,
        races=("asian",),
        women=_list("Asha Deepa Divya Kavita Lakshmi Meera Mei Min Nisha Pooja Rina Sunita Tala Xin Yan"),
        men=_list("Anil Arjun Bo Deepak Hao Jian Karan Manoj Nikhil Rajan Rohan Sanjay Vikram Wei Yong"),
        family_names=_list("Bhatt Chandra Chen Desai Feng Gao Iyer Joshi Kapoor Lin Mehta Pillai Qian Rao Sethi Tan"),
        languages=(("English", 7), ("Mandarin", 3)),
    ),
    Background(
        weight=3,
        races=("black",),
        women=_list("Fabienne Ghislaine Islande Jocelyne Mirlande Nadège Rose-Marie Solange Widline Yvrose"),
        men=_list("Dieudonné Emmanuel Frantz Jean-Claude Kervens Mackenson Pierre Ricardo Stanley Wilner"),
        family_names=_list(
            "Antoine Baptiste Célestin Desir Estimé Fleurant Guerrier Jean-Louis Laguerre Noël Toussaint"
        ),
        languages=(("Haitian Creole", 8), ("English", 2)),
    ),
    Background(
        weight=3,
        races=("middle_eastern",),
        women=_list("Amal Amina Dalia Farah Fatima Hala Huda Layla Mona Nadia Noor Rania Salma Samira Yasmin Zahra"),
        men=_list("Ahmad Ali Amir Bilal Faris Hadi Hassan Ibrahim Karim Khalil Nabil Omar Rami Samir Tariq Yusuf"),
        family_names=_list(
            "Aziz Bakri Darwish Fakhoury Haddad Hakim Hamdan Jabbar Kanaan Mansour Nasser Rahal Salman Zaki"
        ),
        languages=(("Arabic", 6), ("English", 4)),
    ),
    Background(
        weight=2,
        races=("american_indian",),
        women=_list("Autumn Cheyenne Dakota Kaya Raine Shawna Sierra Winona Willow"),
        men=_list("Dakota Hunter Lane Lonnie Misko Ray Shane Talon Wade"),
        family_names=_list("Bearclaw Birdsong Graywolf Halfmoon Littlefield Redbird Stillwater Swiftwater Whitecloud"),
    ),
)

_DRAW = [background for background in BACKGROUNDS for _ in range(background.weight)]


def draw_background(rng: Random) -> Background:
    """One background, as often as it is found in the county."""
    return rng.choice(_DRAW)


def draw_language(background: Background, rng: Random) -> str:
    """The language spoken at home."""
    return rng.choice([name for name, in_ten in background.languages for _ in range(in_ten)])
